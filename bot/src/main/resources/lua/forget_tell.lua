#!lua flags=allow-oom
-- Removes a wish to be told.
-- KEYS 1 tells (hash)
-- ARGV 1 its name: 64 digits; the key tells:<id> (set) follows
-- returns 1, or 0 if there is none of this name
local tell = redis.call('HGET', KEYS[1], ARGV[1])
if not tell then
  return 0
end
local names = 'tells:' .. string.match(tell, '^[^\n]*')
if redis.call('TYPE', names).ok ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('SREM', names, ARGV[1])
return 1
