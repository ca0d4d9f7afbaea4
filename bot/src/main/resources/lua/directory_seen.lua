#!lua
-- Raises the highest version of the directory, and never lowers it.
-- KEYS 1 directory:version (string)
-- ARGV 1 version (number)
local version = assert(tonumber(ARGV[1]))
if version > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], ARGV[1])
end
return redis.status_reply('DONE')
