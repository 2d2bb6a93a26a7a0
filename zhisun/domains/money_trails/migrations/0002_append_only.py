from django.db import migrations

FORBID = """
create function ledger_forbid() returns trigger language plpgsql as $$
begin
  raise exception 'ledger entries cannot be changed' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on money_trails_ledgerentry
  for each statement execute function ledger_forbid();
create trigger never_emptied before truncate on money_trails_ledgerentry
  for each statement execute function ledger_forbid();
"""

ALLOW = """
drop trigger never_emptied on money_trails_ledgerentry;
drop trigger append_only on money_trails_ledgerentry;
drop function ledger_forbid();
"""


class Migration(migrations.Migration):
    dependencies = [("money_trails", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
