#!lua
-- Begins to count the days in which nobody opens a released case, where that is not begun, and ends it for closed ones.
-- KEYS 1 cases:released   2 cases:closed (sets)
-- ARGV 1 today: yyyy-mm-dd; the keys case:<id> (hash) follow from the sets
-- returns for how many something has changed
for i = 1, 2 do
  for _, id in ipairs(redis.call('SMEMBERS', KEYS[i])) do
    if redis.call('TYPE', 'case:' .. id).ok ~= 'hash' then
      return redis.error_reply('WRONGTYPE')
    end
  end
end
local changed = 0
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  changed = changed + redis.call('HSETNX', 'case:' .. id, 'unopened', ARGV[1])
end
for _, id in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  changed = changed + redis.call('HDEL', 'case:' .. id, 'unopened')
end
return changed
