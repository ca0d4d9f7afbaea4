#!lua flags=no-writes
-- The released or the closed cases, who has claimed them, run out or not, and what they were found to be.
-- KEYS 1 cases:released or cases:closed (set)
-- ARGV none; the keys case:<id> and verdicts:<id> (hashes) follow from the set
-- returns for each two lists: id, holder or '', lease_until or '', urgent, news, opened: 1, or 0 or '', handed, urgency, unopened, excluded, panel:case, outer:case,
--      1 where there is a recipient:threats, panel:threats and outer:threats, each or ''; numbers and values of its verdicts
local all = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local lease = redis.call('HMGET', 'case:' .. id, 'holder', 'lease_until', 'urgent', 'news', 'opened',
    'handed', 'urgency', 'unopened', 'excluded', 'panel:case', 'outer:case', 'panel:threats', 'outer:threats')
  local threats = redis.call('HEXISTS', 'case:' .. id, 'recipient:threats') == 1 and '1' or ''
  local line = {id}
  for at = 1, 11 do
    line[at + 1] = lease[at] or ''
  end
  all[#all + 1] = line
  line[13], line[14], line[15] = threats, lease[12] or '', lease[13] or ''
  all[#all + 1] = redis.call('HGETALL', 'verdicts:' .. id)
end
return all
