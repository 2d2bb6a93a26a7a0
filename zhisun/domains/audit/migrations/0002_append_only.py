from django.db import migrations

FORBID = """
create function audit_forbid() returns trigger language plpgsql as $$
begin
  raise exception 'audit rows cannot be changed' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete on audit_entry
  for each statement execute function audit_forbid();
create trigger never_emptied before truncate on audit_entry
  for each statement execute function audit_forbid();
create trigger append_only before update or delete on audit_seal
  for each statement execute function audit_forbid();
create trigger never_emptied before truncate on audit_seal
  for each statement execute function audit_forbid();
"""

ALLOW = """
drop trigger never_emptied on audit_seal;
drop trigger append_only on audit_seal;
drop trigger never_emptied on audit_entry;
drop trigger append_only on audit_entry;
drop function audit_forbid();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
