#!lua
-- Takes a case, or renews the own lease.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 volunteer (text)   2 now   3 until (milliseconds)
-- returns DONE, HELD_BY_ANOTHER, CLOSED or UNKNOWN
local now = assert(tonumber(ARGV[2]))
assert(tonumber(ARGV[3]))
local case = redis.call('HMGET', KEYS[1], 'state', 'holder', 'lease_until', 'withdrawn', 'first')
if case[4] or case[5] then
  return redis.status_reply('UNKNOWN')
elseif case[1] == 'closed' then
  return redis.status_reply('CLOSED')
elseif case[1] ~= 'released' then
  return redis.status_reply('UNKNOWN')
elseif case[2] and case[2] ~= ARGV[1] and tonumber(case[3]) > now then
  return redis.status_reply('HELD_BY_ANOTHER')
end
if case[2] ~= ARGV[1] or tonumber(case[3]) <= now then
  redis.call('HDEL', KEYS[1], 'opened', 'handed') -- a new lease; the renewal of one keeps it
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'lease_until', ARGV[3])
return redis.status_reply('DONE')
