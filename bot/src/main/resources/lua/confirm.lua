#!lua flags=allow-oom
-- Removes the key file that was kept, since somebody else has opened the one that took its place.
-- KEYS 1 case:<id>   2 keys:<id> (hashes)
-- ARGV 1 compartment   2 the file that was opened, as it lies there (bytes)   3 volunteer (text)
--      The key case:<first> (hash) follows from the first one.
-- returns 1, or 0 if another file lies there, nothing is kept, this volunteer sealed it, or the case is neither released nor closed
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first')
local claimed = case[3] and redis.call('HMGET', 'case:' .. case[3], 'state', 'withdrawn') or case
local function there(one)
  return (one[1] == 'released' or one[1] == 'closed') and not one[2]
end
local sealer = redis.call('HGET', KEYS[1], 'sealer:' .. ARGV[1])
if not there(case) or not there(claimed) or not sealer or sealer == ARGV[3] or redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HDEL', KEYS[2], 'before:' .. ARGV[1])
redis.call('HDEL', KEYS[1], 'sealer:' .. ARGV[1])
return 1
