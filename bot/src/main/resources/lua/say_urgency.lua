#!lua
-- Says how soon a case is to be read, for who holds it now.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 TODAY | WEEK | CALM
-- returns 1, or 0 if this volunteer does not hold it
local now = assert(tonumber(ARGV[2]))
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'holder', 'lease_until')
if case[1] ~= 'released' or case[2] or case[3] ~= ARGV[1] or tonumber(case[4]) <= now then
  return 0
end
redis.call('HSET', KEYS[1], 'urgency', ARGV[3])
return 1
