#!lua
-- Forgets what a volunteer has begun in a case.
-- KEYS 1 kept:<id> (hash)   2 keeps:<volunteer> (set)
-- ARGV 1 volunteer (text)   2 case id: 32 digits
-- returns how many there were
local found = redis.call('TYPE', KEYS[2]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
local there = redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[2], ARGV[2])
return there
