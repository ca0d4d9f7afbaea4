#!lua
-- One more attempt for each update. A second run counts once more, which is on the safe side.
-- KEYS 1 days (set), then for each update: attempts:<day> (hash)
-- ARGV for each update: its day, 'update:' and 64 digits
-- returns the new count of each
for i = 2, #KEYS do
  local count = redis.call('HGET', KEYS[i], ARGV[2 * i - 2])
  if count and not tonumber(count) then
    return redis.error_reply('ERR a count is no number')
  end
end
for i = 2, #KEYS do
  redis.call('SADD', KEYS[1], ARGV[2 * i - 3])
end
local counts = {}
for i = 2, #KEYS do
  counts[i - 1] = redis.call('HINCRBY', KEYS[i], ARGV[2 * i - 2], 1)
end
return counts
