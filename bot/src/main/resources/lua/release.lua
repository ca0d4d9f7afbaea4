#!lua
-- Shows every submitted case to the reviewers. Sets are read in the order of a hash that Redis keys anew at each start.
-- KEYS 1 cases:submitted (set)   2 cases:released (set)
-- ARGV none; the keys case:<id> (hash) follow from the first set
-- returns how many
local ids = redis.call('SMEMBERS', KEYS[1])
for _, id in ipairs(ids) do
  if redis.call('TYPE', 'case:' .. id).ok ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
local found = redis.call('TYPE', KEYS[2]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
for _, id in ipairs(ids) do
  redis.call('HSET', 'case:' .. id, 'state', 'released')
  redis.call('SMOVE', KEYS[1], KEYS[2], id)
end
return #ids
