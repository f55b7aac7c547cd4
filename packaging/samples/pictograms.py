# ruff: noqa: E501 - the data of a path does not break well
"""The drawings on the badges: SVG around the point 0 0, about 260 wide.

``{paper}``, ``{accent}``, ``{deep}`` and ``{bright}`` stand for the colours of the palette.
"""

from __future__ import annotations

from typing import Final

PICTOGRAMS: Final[dict[str, str]] = {
    "flower": """
<path d="M0 40C-6 78-4 104 6 134" fill="none" stroke="{accent}" stroke-width="12" stroke-linecap="round"/>
<path d="M2 104C30 74 62 72 84 82C72 108 40 120 4 116Z" fill="{accent}"/>
<circle cx="0" cy="-88" r="42" fill="{paper}"/>
<circle cx="60" cy="-44" r="42" fill="{paper}"/>
<circle cx="37" cy="26" r="42" fill="{paper}"/>
<circle cx="-37" cy="26" r="42" fill="{paper}"/>
<circle cx="-60" cy="-44" r="42" fill="{paper}"/>
<circle cx="0" cy="-26" r="34" fill="{bright}"/>
<circle cx="0" cy="-26" r="22" fill="{accent}"/>
""",
    "cross": """
<path d="M-38-126H38V-38H126V38H38V126H-38V38H-126V-38H-38Z" fill="{paper}"/>
<path d="M-104 0H-44L-22-48L12 52L34 0H104" fill="none" stroke="{deep}" stroke-width="15" stroke-linecap="round" stroke-linejoin="round"/>
""",
    "bars": """
<path d="M-122 112H122" stroke="{paper}" stroke-width="14" stroke-linecap="round"/>
<rect x="-106" y="22" width="44" height="76" rx="8" fill="{paper}"/>
<rect x="-46" y="-14" width="44" height="112" rx="8" fill="{paper}"/>
<rect x="14" y="-48" width="44" height="146" rx="8" fill="{paper}"/>
<rect x="74" y="-88" width="44" height="186" rx="8" fill="{paper}"/>
<path d="M-112-34L-40-74L22-92L104-138" fill="none" stroke="{accent}" stroke-width="13" stroke-linecap="round" stroke-linejoin="round"/>
<circle cx="-112" cy="-34" r="15" fill="{accent}"/>
<circle cx="-40" cy="-74" r="15" fill="{accent}"/>
<circle cx="22" cy="-92" r="15" fill="{accent}"/>
<circle cx="104" cy="-138" r="15" fill="{accent}"/>
""",
    "flame": """
<path d="M6-140C22-84 92-50 92 36C92 92 50 130 0 130C-50 130-92 92-92 40C-92-4-66-30-50-62C-40-38-28-28-14-26C-24-70-14-112 6-140Z" fill="{accent}"/>
<path d="M4-20C14 10 50 30 50 72C50 104 28 124 0 124C-28 124-50 104-50 76C-50 46-24 34-20 6C-8 14 0 2 4-20Z" fill="{paper}"/>
""",
    "boxes": """
<rect x="-62" y="-128" width="124" height="96" rx="8" fill="{accent}"/>
<rect x="-126" y="-22" width="120" height="96" rx="8" fill="{paper}"/>
<rect x="6" y="-22" width="120" height="96" rx="8" fill="{paper}"/>
<path d="M-14-128H14V-90H-14ZM-80-22H-52V16H-80ZM52-22H80V16H52Z" fill="{deep}"/>
<path d="M-138 88H138V104H-138ZM-120 104H-88V130H-120ZM-16 104H16V130H-16ZM88 104H120V130H88Z" fill="{paper}"/>
""",
    "cloche": """
<path d="M-124 64A124 124 0 0 1 124 64Z" fill="{paper}"/>
<path d="M-84 40A84 84 0 0 1-22-36" fill="none" stroke="{accent}" stroke-width="14" stroke-linecap="round"/>
<circle cx="0" cy="-76" r="20" fill="{accent}"/>
<rect x="-146" y="78" width="292" height="26" rx="13" fill="{paper}"/>
""",
    "books": """
<path d="M-136-84C-92-104-42-100 0-72C42-100 92-104 136-84V92C92 72 42 76 0 102C-42 76-92 72-136 92Z" fill="{paper}"/>
<path d="M0-72V102" stroke="{deep}" stroke-width="10"/>
<path d="M-106-44C-80-54-54-50-30-38M-106-6C-80-16-54-12-30 0M-106 32C-80 22-54 26-30 38" fill="none" stroke="{bright}" stroke-width="10" stroke-linecap="round"/>
<circle cx="66" cy="-6" r="40" fill="{paper}" stroke="{accent}" stroke-width="14"/>
<path d="M95 24L134 66" stroke="{accent}" stroke-width="20" stroke-linecap="round"/>
""",
    "cube": """
<path d="M0-138L120-70L0-2L-120-70Z" fill="{paper}"/>
<path d="M-120-50L-10 13V148L-120 84Z" fill="{accent}"/>
<path d="M120-50L10 13V148L120 84Z" fill="{paper}" fill-opacity="0.72"/>
<path d="M-96 10L-34 46M-96 44L-34 80" stroke="{deep}" stroke-width="9" stroke-linecap="round"/>
""",
    "plan": """
<rect x="-130" y="-118" width="160" height="42" rx="12" fill="{paper}"/>
<rect x="-82" y="-58" width="160" height="42" rx="12" fill="{accent}"/>
<rect x="-26" y="2" width="132" height="42" rx="12" fill="{paper}"/>
<rect x="34" y="62" width="96" height="42" rx="12" fill="{accent}"/>
<path d="M-130 126H130" stroke="{paper}" stroke-width="12" stroke-linecap="round"/>
""",
    "cloud": """
<path d="M-82 84A60 60 0 0 1-88-36A86 86 0 0 1 74-58A72 72 0 0 1 84 84Z" fill="{paper}"/>
<path d="M0 56V-24M-34 8L0-28L34 8" fill="none" stroke="{accent}" stroke-width="20" stroke-linecap="round" stroke-linejoin="round"/>
""",
    "boat": """
<path d="M-8-136V54H-116Z" fill="{paper}"/>
<path d="M14-100C74-62 104-8 110 54H14Z" fill="{accent}"/>
<path d="M-132 72H132C120 106 96 122 66 122H-66C-96 122-120 106-132 72Z" fill="{paper}"/>
""",
    "tablet": """
<rect x="-138" y="-104" width="276" height="184" rx="20" fill="{paper}"/>
<rect x="-116" y="-82" width="232" height="140" rx="8" fill="{deep}"/>
<path d="M-52-48L-88-12L-52 24M52-48L88-12L52 24" fill="none" stroke="{accent}" stroke-width="17" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M20-58L-20 34" stroke="{paper}" stroke-width="15" stroke-linecap="round"/>
<path d="M-36 80H36L50 118H-50Z" fill="{paper}"/>
<rect x="-92" y="110" width="184" height="18" rx="9" fill="{paper}"/>
""",
    "bulb": """
<path d="M0-140A92 92 0 0 1 52 28C40 38 38 52 38 68H-38C-38 52-40 38-52 28A92 92 0 0 1 0-140Z" fill="{paper}"/>
<path d="M-36-42L-12-18L12-42L36-18" fill="none" stroke="{accent}" stroke-width="13" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M0-14V66" stroke="{accent}" stroke-width="11"/>
<path d="M-34 88H34M-24 116H24" stroke="{accent}" stroke-width="18" stroke-linecap="round"/>
""",
    "people": """
<circle cx="-66" cy="-62" r="44" fill="{paper}"/>
<circle cx="66" cy="-62" r="44" fill="{accent}"/>
<path d="M-142 104V68A76 76 0 0 1-8 20V104Z" fill="{paper}"/>
<path d="M142 104V68A76 76 0 0 0 8 20V104Z" fill="{accent}"/>
""",
    "waves": """
<circle cx="64" cy="-74" r="36" fill="{paper}"/>
<path d="M-120 12L-24-62L36-2" fill="none" stroke="{paper}" stroke-width="30" stroke-linecap="round" stroke-linejoin="round"/>
<path d="M-138 54C-104 22-80 22-46 54S12 86 46 54S104 22 138 54" fill="none" stroke="{accent}" stroke-width="22" stroke-linecap="round"/>
<path d="M-138 108C-104 76-80 76-46 108S12 140 46 108S104 76 138 108" fill="none" stroke="{accent}" stroke-width="22" stroke-linecap="round"/>
""",
    "flask": """
<path d="M-38-132H38V-112H28V-34L104 92C116 114 106 132 82 132H-82C-106 132-116 114-104 92L-28-34V-112H-38Z" fill="{paper}"/>
<path d="M-54 44H54L84 94C92 108 86 114 74 114H-74C-86 114-92 108-84 94Z" fill="{accent}"/>
<circle cx="-18" cy="80" r="13" fill="{paper}"/>
<circle cx="26" cy="66" r="9" fill="{paper}"/>
""",
    "lock": """
<path d="M-58-26V-68A58 58 0 0 1 58-68V-26" fill="none" stroke="{paper}" stroke-width="26"/>
<rect x="-98" y="-34" width="196" height="158" rx="24" fill="{paper}"/>
<circle cx="0" cy="30" r="24" fill="{accent}"/>
<path d="M-10 38H10L18 88H-18Z" fill="{accent}"/>
""",
    "speech": """
<path d="M-112-124H40A28 28 0 0 1 68-96V-10A28 28 0 0 1 40 18H-54L-104 60V18H-112A28 28 0 0 1-140-10V-96A28 28 0 0 1-112-124Z" fill="{paper}"/>
<path d="M88-52H112A28 28 0 0 1 140-24V58A28 28 0 0 1 112 86H106V126L58 86H-6A28 28 0 0 1-34 58V38H50A40 40 0 0 0 88-2Z" fill="{accent}"/>
<path d="M-104-78H32M-104-36H-10" stroke="{deep}" stroke-width="14" stroke-linecap="round"/>
""",
    "film": """
<rect x="-136" y="-58" width="272" height="172" rx="18" fill="{paper}"/>
<path d="M-134-78L120-136L130-98L-124-40Z" fill="{accent}"/>
<path d="M-92-88L-60-54M-30-102L2-68M32-116L64-82" stroke="{deep}" stroke-width="16"/>
<path d="M-30-14L50 28L-30 70Z" fill="{bright}"/>
""",
    "aperture": """
<circle cx="0" cy="0" r="134" fill="{paper}"/>
<path d="M-58-100L58-100L0 0ZM58-100L116 0L0 0Z" fill="{bright}"/>
<path d="M116 0L58 100L0 0ZM58 100L-58 100L0 0Z" fill="{accent}"/>
<path d="M-58 100L-116 0L0 0ZM-116 0L-58-100L0 0Z" fill="{deep}"/>
<path d="M-58-100L0 0L58-100M116 0L0 0L58 100M-58 100L0 0L-116 0" fill="none" stroke="{paper}" stroke-width="8"/>
<path d="M-30-52H30L60 0L30 52H-30L-60 0Z" fill="{paper}"/>
""",
    "honeycomb": """
<path d="M0-134L54-103V-41L0-10L-54-41V-103Z" fill="{paper}"/>
<path d="M-60-30L-6 1V63L-60 94L-114 63V1Z" fill="{accent}"/>
<path d="M60-30L114 1V63L60 94L6 63V1Z" fill="{paper}"/>
<path d="M60-2L90 15V49L60 66L30 49V15Z" fill="{bright}"/>
<path d="M0 74L40 98V138L0 162L-40 138V98Z" fill="{paper}" fill-opacity="0.6"/>
""",
    "notes": """
<path d="M-56 78V-94L96-126V46" fill="none" stroke="{paper}" stroke-width="22" stroke-linejoin="round"/>
<path d="M-56-56L96-88" stroke="{paper}" stroke-width="22"/>
<circle cx="-90" cy="84" r="44" fill="{accent}"/>
<circle cx="62" cy="52" r="44" fill="{accent}"/>
""",
}
