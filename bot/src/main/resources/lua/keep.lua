#!lua
-- Keeps what a volunteer has begun in a case and not ended, in place of what was kept there before.
-- KEYS 1 case:<id>   2 kept:<id> (hashes)   3 keeps:<volunteer> (set)
-- ARGV 1 volunteer (text)   2 case id: 32 digits   3 how many others there can be   4 sealed
-- returns 1, or 0 if the case is not there or locked, or too many are kept
local most = assert(tonumber(ARGV[3]))
local found = redis.call('TYPE', KEYS[2]).ok
if found ~= 'none' and found ~= 'hash' then
  return redis.error_reply('WRONGTYPE')
end
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first')
if not case[1] or case[1] == 'draft' or case[2] or case[3] then
  return 0
end
local others = redis.call('SCARD', KEYS[3]) - redis.call('SISMEMBER', KEYS[3], ARGV[2])
if others >= most then
  return 0
end
redis.call('SADD', KEYS[3], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
return 1
