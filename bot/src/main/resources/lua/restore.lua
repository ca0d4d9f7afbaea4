#!lua
-- Unlocks a case and what followed it, each as it was; its mailbox loses the way to it.
-- KEYS 1 case:<id> (hash)   2 followups:<id>   3 cases:withdrawn   4 cases:submitted   5 cases:released   6 cases:closed   7 cases:following (sets)
-- ARGV 1 case id: 32 digits; the keys case:<id> (hash) of what followed, and mailbox:<name> (hash), follow
-- returns 1, or 0 if the case is not locked
for i = 2, 7 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end
local case = redis.call('HMGET', KEYS[1], 'withdrawn', 'first', 'mailbox', 'state')
if not case[1] or case[2] then
  return 0
end
local group = redis.call('SMEMBERS', KEYS[2])
for _, id in ipairs(group) do
  if redis.call('TYPE', 'case:' .. id).ok ~= 'hash' then
    return redis.error_reply('WRONGTYPE')
  end
end
if redis.call('TYPE', 'mailbox:' .. case[3]).ok ~= 'hash' then
  return redis.error_reply('WRONGTYPE')
end

-- from here on nothing can fail
for _, id in ipairs(group) do
  local waits = redis.call('HGET', 'case:' .. id, 'state') == 'submitted'
  redis.call('HDEL', 'case:' .. id, 'withdrawn')
  redis.call('SMOVE', KEYS[3], waits and KEYS[4] or KEYS[7], id)
end
redis.call('HDEL', KEYS[1], 'withdrawn', 'mailbox')
redis.call('SMOVE', KEYS[3], 'cases:' .. case[4], ARGV[1])
redis.call('HDEL', 'mailbox:' .. case[3], 'id')
return 1
