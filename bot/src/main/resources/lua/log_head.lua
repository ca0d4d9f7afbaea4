#!lua flags=no-writes
-- The last entry of the log.
-- KEYS 1 log   2 log:head (hashes)
-- ARGV none
-- returns signature (base64), newline, entry; nothing while there is none
local n = redis.call('HGET', KEYS[2], 'n')
return n and {redis.call('HGET', KEYS[1], n)} or {}
