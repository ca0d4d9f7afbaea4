#!lua
-- Where the card of a draft is, if there is such a draft.
-- KEYS 1 draft:<day> (hash)   2 card:<day> (hash)
-- ARGV 1 the draft's name: 64 digits   2 the card (bytes)
local found = redis.call('TYPE', KEYS[2]).ok
if found ~= 'none' and found ~= 'hash' then
  return redis.error_reply('WRONGTYPE')
end
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
end
return redis.status_reply('DONE')
