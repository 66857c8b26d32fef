"""Every way of changing regions; each checks, changes, writes the act and says what it did."""

from tuntas.wilayah.actions.boundaries import BoundaryReport, load_boundaries
from tuntas.wilayah.actions.listing import ListReport, import_national_list
from tuntas.wilayah.actions.office import (
    install_demo_prefixes,
    install_shipped_regions,
    open_office,
)
from tuntas.wilayah.actions.places import (
    remove_distance,
    save_dusun,
    save_rukun_tetangga,
    save_service_point,
    set_distance,
)
from tuntas.wilayah.actions.succession import (
    Replaced,
    SplitPart,
    SplitResult,
    merge_regions,
    recode_region,
    rename_region,
    split_region,
)

__all__ = [
    "BoundaryReport",
    "ListReport",
    "Replaced",
    "SplitPart",
    "SplitResult",
    "import_national_list",
    "install_demo_prefixes",
    "install_shipped_regions",
    "load_boundaries",
    "merge_regions",
    "open_office",
    "recode_region",
    "remove_distance",
    "rename_region",
    "save_dusun",
    "save_rukun_tetangga",
    "save_service_point",
    "set_distance",
    "split_region",
]
