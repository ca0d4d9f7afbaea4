#!lua
-- Brings a closed case back.
-- KEYS 1 case:<id> (hash)   2 cases:released (set)   3 cases:closed (set)
-- ARGV 1 case id: 32 digits
-- returns 1, or 0 if it is not closed, or locked
for i = 2, 3 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= 'set' then
    return redis.error_reply('WRONGTYPE')
  end
end
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn')
if case[1] ~= 'closed' or case[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'state', 'released')
redis.call('SMOVE', KEYS[3], KEYS[2], ARGV[1])
return 1
