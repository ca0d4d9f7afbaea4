#!lua
-- Locks a case and what followed it for everybody. A second run finds it locked and changes nothing.
-- KEYS 1 mailbox:<name>   2 letters:<name>   3 tells   4 signatures (hashes)
--      5 cases:submitted   6 cases:released   7 cases:closed   8 cases:following   9 cases:withdrawn (sets)   10 match:records (hash)
-- ARGV 1 day: yyyy-mm-dd; the keys case:<id> (hash), kept:<id> (hash), followups:<id>, tells:<id>, keeps:<volunteer> (sets) follow from the mailbox
-- returns 1, or 0 if there is no such mailbox
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= (i > 4 and i < 10 and 'set' or 'hash') then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
local mailbox = redis.call('HMGET', KEYS[1], 'id', 'withdrawn')
local first = mailbox[1]
if mailbox[2] or not first then
  return 1
end
local group = redis.call('SMEMBERS', 'followups:' .. first)
group[#group + 1] = first
for _, id in ipairs(group) do
  if redis.call('TYPE', 'case:' .. id).ok ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
local tells = redis.call('SMEMBERS', 'tells:' .. first)
local keepers = redis.call('HKEYS', 'kept:' .. first)
for _, volunteer in ipairs(keepers) do
  if redis.call('TYPE', 'keeps:' .. volunteer).ok ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end

-- from here on nothing can fail
for _, id in ipairs(group) do
  redis.call('HSET', 'case:' .. id, 'withdrawn', ARGV[1])
  redis.call('HDEL', 'case:' .. id, 'holder', 'lease_until', 'opened', 'handed', 'aid_holder', 'aid_until', 'aid_opened')
  for i = 5, 8 do
    redis.call('SREM', KEYS[i], id)
  end
  redis.call('SADD', KEYS[9], id)
end
redis.call('HSET', KEYS[1], 'withdrawn', ARGV[1])
redis.call('DEL', KEYS[2])
for _, name in ipairs(tells) do
  redis.call('HDEL', KEYS[3], name)
end
redis.call('DEL', 'tells:' .. first)
for _, volunteer in ipairs(keepers) do
  redis.call('SREM', 'keeps:' .. volunteer, first)
end
redis.call('DEL', 'kept:' .. first)
for _, field in ipairs(redis.call('HKEYS', KEYS[4])) do
  if string.find(field, ':' .. first .. ':', 1, true) then
    redis.call('HDEL', KEYS[4], field)
  end
end
redis.call('HDEL', KEYS[10], first)
return 1
