#!lua
-- Gives a case back, or closes it, for who holds it now.
-- KEYS 1 case:<id> (hash)   2 cases:released (set)   3 cases:closed (set)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 what it becomes: released | closed   4 case id: 32 digits
-- returns 1, or 0 if this volunteer does not hold it
local now = assert(tonumber(ARGV[2]))
for i = 2, 3 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end
local case = redis.call('HMGET', KEYS[1], 'state', 'holder', 'lease_until')
if case[1] ~= 'released' or case[2] ~= ARGV[1] or tonumber(case[3]) <= now then
  return 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[3])
redis.call('HDEL', KEYS[1], 'holder', 'lease_until', 'opened', 'handed')
if ARGV[3] == 'closed' then
  redis.call('HDEL', KEYS[1], 'news') -- closing it is to have read its news
  redis.call('SMOVE', KEYS[2], KEYS[3], ARGV[4])
end
return 1
