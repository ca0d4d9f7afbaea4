#!lua
-- Marks a lease on what a family needs as opened, for who holds it now.
-- KEYS 1 case:<id> (hash)
-- ARGV 1 volunteer (text)   2 now (milliseconds)
-- returns 1, or 0 if this volunteer does not hold it
local now = assert(tonumber(ARGV[2]))
local case = redis.call('HMGET', KEYS[1], 'withdrawn', 'aid_holder', 'aid_until')
if case[1] or case[2] ~= ARGV[1] or tonumber(case[3]) <= now then
  return 0
end
redis.call('HSET', KEYS[1], 'aid_opened', '1')
return 1
