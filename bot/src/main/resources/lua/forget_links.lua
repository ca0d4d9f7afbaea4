#!lua flags=allow-oom
-- Forgets whole days.
-- KEYS 1 days (set), 2… what is named or sealed under the link keys of those days (any type)
-- ARGV the days: yyyy-mm-dd
if redis.call('TYPE', KEYS[1]).ok ~= 'set' then
  return redis.error_reply('WRONGTYPE')
end
for i = 2, #KEYS do
  redis.call('DEL', KEYS[i])
end
for _, day in ipairs(ARGV) do
  redis.call('SREM', KEYS[1], day)
end
return redis.status_reply('DONE')
