#!lua
-- Gives a case to a colleague, for who holds it now.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 the colleague (text)   4 until (milliseconds)
-- returns 1, or 0 if this volunteer does not hold it
local now = assert(tonumber(ARGV[2]))
assert(tonumber(ARGV[4]))
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'holder', 'lease_until')
if case[1] ~= 'released' or case[2] or case[3] ~= ARGV[1] or tonumber(case[4]) <= now then
  return 0
end
redis.call('HSET', KEYS[1], 'holder', ARGV[3], 'lease_until', ARGV[4], 'handed', ARGV[1])
redis.call('HDEL', KEYS[1], 'opened')
return 1
