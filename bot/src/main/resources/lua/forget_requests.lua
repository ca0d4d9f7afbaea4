#!lua flags=allow-oom
-- Removes the requests of days before one, with what was signed for them.
-- KEYS 1 requests   2 signatures (hashes)
-- ARGV 1 day: yyyy-mm-dd
local found = redis.call('TYPE', KEYS[2]).ok
if found ~= 'none' and found ~= 'hash' then
  return redis.error_reply('WRONGTYPE')
end
local requests = redis.call('HGETALL', KEYS[1])
local over = {}
for i = 1, #requests, 2 do
  if string.match(requests[i + 1], '^[^\n]*') < ARGV[1] then
    over[requests[i]] = true
    redis.call('HDEL', KEYS[1], requests[i])
  end
end
for _, field in ipairs(redis.call('HKEYS', KEYS[2])) do
  if over[string.sub(field, 1, 64)] then
    redis.call('HDEL', KEYS[2], field)
  end
end
return redis.status_reply('DONE')
