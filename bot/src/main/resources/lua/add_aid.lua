#!lua
-- Says what became of what a family needs, for who holds it now, and gives it back. A second run finds it and changes nothing.
-- KEYS 1 case:<id>   2 aid:<id> (hashes)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 how many there can be   4 name: 32 digits   5 1 if nothing is left to do, else 0   6 sealed
-- returns DONE, NOT_HELD, TAKEN or FULL
local now = assert(tonumber(ARGV[2]))
local most = assert(tonumber(ARGV[3]))
local there = redis.call('HGET', KEYS[2], ARGV[4])
if there then
  return redis.status_reply(there == ARGV[6] and 'DONE' or 'TAKEN')
end
local case = redis.call('HMGET', KEYS[1], 'withdrawn', 'aid_holder', 'aid_until')
if case[1] or case[2] ~= ARGV[1] or tonumber(case[3]) <= now then
  return redis.status_reply('NOT_HELD')
end
if redis.call('HLEN', KEYS[2]) >= most then
  return redis.status_reply('FULL')
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[6])
redis.call('HSET', KEYS[1], 'aid_over', ARGV[5])
redis.call('HDEL', KEYS[1], 'aid_holder', 'aid_until', 'aid_opened')
return redis.status_reply('DONE')
