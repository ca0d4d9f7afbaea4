#!lua
-- Puts a key file in the place of another one, which is kept where none is kept yet. A second run finds the new one.
-- KEYS 1 case:<id>   2 keys:<id> (hashes)
-- ARGV 1 compartment   2 the file that lies there, as its caller read it   3 the new one (bytes)   4 panel   5 outer panel or ''   6 volunteer (text)
--      The key case:<first> (hash) follows from the first one.
-- returns 1, or 0 if another file lies there, or the case is neither released nor closed
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first')
local claimed = case[3] and redis.call('HMGET', 'case:' .. case[3], 'state', 'withdrawn') or case
local function there(one)
  return (one[1] == 'released' or one[1] == 'closed') and not one[2]
end
if not there(case) or not there(claimed) then
  return 0
end
local file = redis.call('HGET', KEYS[2], ARGV[1])
if file == ARGV[3] then
  return 1
end
if not file or file ~= ARGV[2] then
  return 0
end
redis.call('HSETNX', KEYS[2], 'before:' .. ARGV[1], file)
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[1], 'panel:' .. ARGV[1], ARGV[4], 'sealer:' .. ARGV[1], ARGV[6])
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[1], 'outer:' .. ARGV[1], ARGV[5])
else
  redis.call('HDEL', KEYS[1], 'outer:' .. ARGV[1])
end
return 1
