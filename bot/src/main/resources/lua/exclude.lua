#!lua
-- Writes down that somebody must not see a case, and gives back what this one holds of it and of what followed.
-- KEYS 1 case:<id> (hash)   2 followups:<id> (set)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 the ids that are excluded, as the caller read them, or ''   4 the same with this one
--      The keys case:<id> (hash) of what followed follow from the set.
-- returns 1; 0 if there is no such case, or it follows another one or is locked; 2 if others are excluded than the caller read
local now = assert(tonumber(ARGV[2]))
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first', 'holder', 'lease_until', 'excluded')
if not case[1] or case[1] == 'draft' or case[2] or case[3] then
  return 0
end
if (case[6] or '') ~= ARGV[3] then
  return 2
end
local whole = {KEYS[1]}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  whole[#whole + 1] = 'case:' .. id
end
redis.call('HSET', KEYS[1], 'excluded', ARGV[4])
if case[1] == 'released' and case[4] == ARGV[1] and tonumber(case[5]) > now then
  redis.call('HDEL', KEYS[1], 'holder', 'lease_until', 'opened')
end
for _, key in ipairs(whole) do
  if redis.call('HGET', key, 'aid_holder') == ARGV[1] then
    redis.call('HDEL', key, 'aid_holder', 'aid_until', 'aid_opened')
  end
end
return 1
