#!lua flags=no-writes
-- The requests whose hash begins so.
-- KEYS 1 requests (hash)
-- ARGV 1 the beginning: 19 to 64 digits
-- returns a list of hashes and values
local found = {}
for _, hash in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(hash, 1, #ARGV[1]) == ARGV[1] then
    found[#found + 1] = hash
    found[#found + 1] = redis.call('HGET', KEYS[1], hash)
  end
end
return found
