#!lua flags=no-writes
-- The first of one chat's names that has a draft.
-- KEYS for each name: draft:<day> (hash), card:<day> (hash)
-- ARGV for each name: its 64 digits
-- returns {position from 1, cursor, card or nil}, or an empty list
for i, name in ipairs(ARGV) do
  local cursor = redis.call('HGET', KEYS[2 * i - 1], name)
  if cursor then
    return {i, cursor, redis.call('HGET', KEYS[2 * i], name)}
  end
end
return {}
