"""Everything that writes the log or signs it."""

from tuntas.audit.actions.append import holds_personal_number, write_act, write_view
from tuntas.audit.actions.sign import export_lines, write_anchor

__all__ = ["export_lines", "holds_personal_number", "write_act", "write_anchor", "write_view"]
