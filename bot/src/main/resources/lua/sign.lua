#!lua
-- Adds one person's signature for a case and a request, in the place of that person's earlier one.
-- KEYS 1 case:<id>   2 requests   3 signatures (hashes)
-- ARGV 1 hash of the request: 64 digits   2 case id: 32 digits   3 volunteer (text)   4 signature (base64)
-- returns the request, and fields and values of all that was signed for this case and request; nothing if there is no such request,
--   or no such case, or it is locked or follows another
local case = redis.call('HMGET', KEYS[1], 'state', 'withdrawn', 'first')
local request = redis.call('HGET', KEYS[2], ARGV[1])
if not request or not case[1] or case[1] == 'draft' or case[2] or case[3] then
  return {}
end
local found = redis.call('TYPE', KEYS[3]).ok
if found ~= 'none' and found ~= 'hash' then
  return redis.error_reply('WRONGTYPE')
end
local of_these = ARGV[1] .. ':' .. ARGV[2] .. ':'
redis.call('HSET', KEYS[3], of_these .. ARGV[3], ARGV[4])
local all = {request}
for _, field in ipairs(redis.call('HKEYS', KEYS[3])) do
  if string.sub(field, 1, #of_these) == of_these then
    all[#all + 1] = field
    all[#all + 1] = redis.call('HGET', KEYS[3], field)
  end
end
return all
