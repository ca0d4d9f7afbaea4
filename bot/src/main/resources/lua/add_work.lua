#!lua
-- Adds a piece of work to a case, for who holds it now. A second run finds it and changes nothing.
-- KEYS 1 case:<id>   2 work:<id> (hashes)
-- ARGV 1 volunteer (text)   2 now (milliseconds)   3 how many there can be   4 name: 32 digits   5 sealed
-- returns DONE, NOT_HELD, TAKEN or FULL
local now = assert(tonumber(ARGV[2]))
local most = assert(tonumber(ARGV[3]))
local case = redis.call('HMGET', KEYS[1], 'holder', 'lease_until', 'withdrawn')
if case[3] or case[1] ~= ARGV[1] or tonumber(case[2]) <= now then
  return redis.status_reply('NOT_HELD')
end
local there = redis.call('HGET', KEYS[2], ARGV[4])
if there then
  return redis.status_reply(there == ARGV[5] and 'DONE' or 'TAKEN')
end
if redis.call('HLEN', KEYS[2]) >= most then
  return redis.status_reply('FULL')
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
return redis.status_reply('DONE')
