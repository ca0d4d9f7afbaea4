#!lua
-- Keeps what somebody decided about a locked case. A second run finds it and changes nothing.
-- KEYS 1 case:<id> (hash)   2 decisions:<id> (hash)   3 decided (set)
-- ARGV 1 case id: 32 digits   2 kind, newline, volunteer, newline: how those begin that this one takes the place of
--      3 the whole: the same, day, newline, signature (base64), newline, statement
-- returns 1, or 0 if the case is not locked
local found = redis.call('TYPE', KEYS[3]).ok
if found ~= 'none' and found ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
local case = redis.call('HMGET', KEYS[1], 'withdrawn', 'first')
if not case[1] or case[2] then
  return 0
end
local last, of = 0, false
local decisions = redis.call('HGETALL', KEYS[2])
for i = 1, #decisions, 2 do
  local number = tonumber(decisions[i])
  if string.sub(decisions[i + 1], 1, #ARGV[2]) == ARGV[2] and number > last then
    last, of = number, decisions[i + 1]
  end
end
if of ~= ARGV[3] then
  redis.call('HSET', KEYS[2], tostring(#decisions / 2 + 1), ARGV[3])
  redis.call('SADD', KEYS[3], ARGV[1])
end
return 1
