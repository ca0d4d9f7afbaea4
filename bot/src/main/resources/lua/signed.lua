#!lua flags=no-writes
-- All that was signed, and the requests for which.
-- KEYS 1 requests   2 signatures (hashes)
-- ARGV none
-- returns the two, each a list of field, value, field, value …
return {redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2])}
