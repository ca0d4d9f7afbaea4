#!lua flags=no-writes
-- The released cases, who has claimed them, run out or not, and what they were found to be.
-- KEYS 1 cases:released (set)
-- ARGV none; the keys case:<id> and verdicts:<id> (hashes) follow from the set
-- returns for each two lists: id, holder or '', lease_until or '', urgent, news, opened: 1, or 0 or ''; excluded, panel:case, outer:case, whether it has threats: 1,
--      panel:threats, outer:threats, each or ''; numbers and values of its verdicts
local all = {}
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local lease = redis.call('HMGET', 'case:' .. id, 'holder', 'lease_until', 'urgent', 'news', 'opened', 'excluded', 'panel:case', 'outer:case', 'panel:threats', 'outer:threats')
  local threats = redis.call('HEXISTS', 'case:' .. id, 'recipient:threats') == 1 and '1' or ''
  all[#all + 1] = {id, lease[1] or '', lease[2] or '', lease[3] or '', lease[4] or '', lease[5] or '', lease[6] or '', lease[7] or '', lease[8] or '', threats, lease[9] or '', lease[10] or ''}
  all[#all + 1] = redis.call('HGETALL', 'verdicts:' .. id)
end
return all
