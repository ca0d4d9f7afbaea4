#!lua
-- Keeps a request for two people to sign. A second run finds it and changes nothing.
-- KEYS 1 requests (hash)
-- ARGV 1 its hash: 64 digits   2 day, newline, text   3 how many there may be
-- returns 1, or 0 if too many wait
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
    return 0
  end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
return 1
