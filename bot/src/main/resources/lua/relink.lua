#!lua
-- Gives a case another mailbox in the place of the one that it had, if any. A second run finds it done and changes nothing.
-- KEYS 1 case:<id>   2 links:<id>   3 mailbox:<name>   4 requests   5 signatures   6 tells (hashes)   7 tells:<id> (set)
-- ARGV 1 case id: 32 digits   2 name of the mailbox: 64 digits   3 its recipient   4 its author   5 the link: signatures, an empty line, statement
--      6 hash of the request: 64 digits; the keys mailbox:<name>, letters:<name> (hashes) of the one before follow from the case
-- returns 1, or 0 if there is no such case or request, the case is locked or follows another, or the mailbox is another's
for i, key in ipairs(KEYS) do
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= (i > 6 and 'set' or 'hash') then
    return redis.error_reply('WRONGTYPE')
  end
end
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first', 'mailbox')
if not case[1] or case[1] == 'draft' or case[2] or case[3] then
  return 0
end
if case[4] == ARGV[2] then
  return 1
end
local request = redis.call('HGET', KEYS[4], ARGV[6])
if not request or redis.call('EXISTS', KEYS[3]) == 1 then
  return 0
end
local day = string.match(request, '^[^\n]*')
if case[4] then
  day = redis.call('HGET', 'mailbox:' .. case[4], 'day')
  redis.call('DEL', 'mailbox:' .. case[4])
  redis.call('DEL', 'letters:' .. case[4])
end
redis.call('HSET', KEYS[3], 'id', ARGV[1], 'recipient', ARGV[3], 'author', ARGV[4], 'day', day)
redis.call('HSET', KEYS[1], 'mailbox', ARGV[2])
redis.call('HSET', KEYS[2], tostring(redis.call('HLEN', KEYS[2]) + 1), ARGV[5])
for _, name in ipairs(redis.call('SMEMBERS', KEYS[7])) do
  redis.call('HDEL', KEYS[6], name)
end
redis.call('DEL', KEYS[7])
redis.call('HDEL', KEYS[4], ARGV[6])
for _, field in ipairs(redis.call('HKEYS', KEYS[5])) do
  if string.sub(field, 1, 64) == ARGV[6] then
    redis.call('HDEL', KEYS[5], field)
  end
end
return 1
