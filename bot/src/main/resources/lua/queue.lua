#!lua flags=no-writes
-- The released cases and who has claimed them, run out or not.
-- KEYS 1 cases:released (set)
-- ARGV none; the keys case:<id> (hash) follow from the set
-- returns for each: id, holder or '', lease_until or '', urgent, news, opened: 1, or 0 or ''
local all = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local lease = redis.call('HMGET', 'case:' .. id, 'holder', 'lease_until', 'urgent', 'news', 'opened')
  all[#all + 1] = id
  all[#all + 1] = lease[1] or ''
  all[#all + 1] = lease[2] or ''
  all[#all + 1] = lease[3] or ''
  all[#all + 1] = lease[4] or ''
  all[#all + 1] = lease[5] or ''
end
return all
