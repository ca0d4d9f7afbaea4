#!lua
-- Puts the match record of a case in the place of the one before.
-- KEYS 1 case:<id>   2 match:key   3 match:records (hashes)
-- ARGV 1 generation   2 case id: 32 digits   3 SHA-256 of what it was made of, newline, sealed (bytes)
-- returns 1, or 0 if the key has another generation, or the case is not there, locked or follows another one
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first')
if not case[1] or case[1] == 'draft' or case[2] or case[3] or redis.call('HGET', KEYS[2], 'generation') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
return 1
