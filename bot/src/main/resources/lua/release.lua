#!lua
-- Shows every submitted case to the reviewers; one that follows another is shown with that one. Sets are read in the order of a hash that Redis
-- keys anew at each start.
-- KEYS 1 cases:submitted   2 cases:released   3 cases:closed   4 cases:following (sets)
-- ARGV none; the keys case:<id> (hash) follow from the first set, and case:<first> (hash) from these
-- returns how many
local ids = redis.call('SMEMBERS', KEYS[1])
local firsts = {}
for _, id in ipairs(ids) do
  if redis.call('TYPE', 'case:' .. id).ok ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
  firsts[id] = redis.call('HGET', 'case:' .. id, 'first')
  if firsts[id] and redis.call('TYPE', 'case:' .. firsts[id]).ok ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
for i = 2, 4 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end
for _, id in ipairs(ids) do
  local first = firsts[id]
  redis.call('HSET', 'case:' .. id, 'state', 'released')
  redis.call('SMOVE', KEYS[1], first and KEYS[4] or KEYS[2], id)
  if first then
    redis.call('HSET', 'case:' .. first, 'news', '1')
    if redis.call('HGET', 'case:' .. first, 'state') == 'closed' then
      redis.call('HSET', 'case:' .. first, 'state', 'released')
      redis.call('SMOVE', KEYS[3], KEYS[2], first)
    end
  end
end
return #ids
