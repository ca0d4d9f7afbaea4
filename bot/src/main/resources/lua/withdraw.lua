#!lua
-- Locks a case for everybody. A second run finds it locked and changes nothing.
-- KEYS 1 mailbox:<name> (hash)   2 letters:<name> (hash)   3 cases:submitted   4 cases:released   5 cases:closed   6 cases:withdrawn (sets)
-- ARGV 1 day: yyyy-mm-dd
-- returns 1, or 0 if there is no such mailbox
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= (i > 2 and 'set' or 'hash') then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local id = redis.call('HGET', KEYS[1], 'id')
if id and redis.call('HEXISTS', 'case:' .. id, 'withdrawn') == 0 then
  redis.call('HSET', 'case:' .. id, 'withdrawn', ARGV[1])
  redis.call('HDEL', 'case:' .. id, 'holder', 'lease_until')
  for i = 3, 5 do
    redis.call('SREM', KEYS[i], id)
  end
  redis.call('SADD', KEYS[6], id)
end
redis.call('DEL', KEYS[2])
return 1
