#!lua
-- Puts an update aside and marks it as seen; nothing if it is seen. The first of two stays.
-- KEYS 1 quarantine (hash)   2 seen:<day> (set)   3 days (set)
-- ARGV 1 the update's name: 64 digits   2 the same with 'update:' before it   3 sealed (bytes)   4 day: yyyy-mm-dd
local expected = {'hash', 'set', 'set'}
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= expected[i] then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 0 then
  redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[3])
  redis.call('SADD', KEYS[3], ARGV[4])
  redis.call('SADD', KEYS[2], ARGV[2])
end
return redis.status_reply('DONE')
