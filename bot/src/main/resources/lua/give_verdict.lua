#!lua
-- Keeps a verdict behind those that its giver knew, for who holds the case now, and closes the case where that is what the verdict does.
-- KEYS 1 case:<id>   2 verdicts:<id> (hashes)   3 cases:released   4 cases:closed (sets)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 number of the verdict, from 1   4 closes: 1 | 0   5 case id: 32 digits
--      6 kind, volunteer, SHA-256 of what was seen, signature (base64), a line each, and statement
-- returns DONE, NOT_HELD or MOVED
local now = assert(tonumber(ARGV[2]))
local number = assert(tonumber(ARGV[3]))
for i = 3, 4 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end
local case = redis.call('HMGET', KEYS[1], 'state', 'holder', 'lease_until', 'withdrawn')
if case[4] or case[1] ~= 'released' or case[2] ~= ARGV[1] or tonumber(case[3]) <= now then
  return redis.status_reply('NOT_HELD')
end
if redis.call('HLEN', KEYS[2]) ~= number - 1 then
  return redis.status_reply('MOVED')
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[6])
if ARGV[4] == '1' then
  redis.call('HSET', KEYS[1], 'state', 'closed')
  redis.call('HDEL', KEYS[1], 'holder', 'lease_until', 'opened', 'handed', 'news')
  redis.call('SMOVE', KEYS[3], KEYS[4], ARGV[5])
end
return redis.status_reply('DONE')
