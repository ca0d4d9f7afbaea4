#!lua
-- Takes what a family needs, or renews the own lease.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 volunteer (text)   2 now   3 until (milliseconds)
--      The key case:<first> (hash) follows from the first one.
-- returns DONE, HELD_BY_ANOTHER or UNKNOWN
local now = assert(tonumber(ARGV[2]))
assert(tonumber(ARGV[3]))
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first', 'recipient:needs', 'aid_holder', 'aid_until')
local claimed = case[3] and redis.call('HMGET', 'case:' .. case[3], 'state', 'withdrawn') or case
local function there(one)
  return (one[1] == 'released' or one[1] == 'closed') and not one[2]
end
if not case[4] or not there(case) or not there(claimed) then
  return redis.status_reply('UNKNOWN')
end
local held = case[5] and tonumber(case[6]) > now
if held and case[5] ~= ARGV[1] then
  return redis.status_reply('HELD_BY_ANOTHER')
end
if not held then
  redis.call('HDEL', KEYS[1], 'aid_opened') -- a new lease; the renewal of one keeps it
end
redis.call('HSET', KEYS[1], 'aid_holder', ARGV[1], 'aid_until', ARGV[3])
return redis.status_reply('DONE')
