import QtQuick
import "../../theme"

// The receipt in its outlet.
Drawing {
    columns: 100
    rows: 100

    Box { atX: 8; atY: 6; wide: 84; high: 30; corner: 6; color: Theme.metal; line: 1; border.color: Theme.metalDeep }
    Box { atX: 22; atY: 22; wide: 56; high: 6; corner: 3; color: Theme.hollow }
    Outline {
        path: "M28 26 H72 V92 L66.5 88 L61 92 L55.5 88 L50 92 L44.5 88 L39 92 L33.5 88 L28 92 Z"
        fill: Theme.paper
        stroke: Theme.metalDeep
        line: 1
    }
    Box { atX: 38; atY: 34; wide: 24; high: 4; corner: 1; color: Theme.hollow }
    Box { atX: 34; atY: 46; wide: 20; high: 2.4; corner: 1; color: Theme.metalDark }
    Box { atX: 58; atY: 46; wide: 8; high: 2.4; corner: 1; color: Theme.metalDark }
    Box { atX: 34; atY: 54; wide: 16; high: 2.4; corner: 1; color: Theme.metalDark }
    Box { atX: 58; atY: 54; wide: 8; high: 2.4; corner: 1; color: Theme.metalDark }
    Box { atX: 34; atY: 63; wide: 32; high: 1; color: Theme.metalDeep }
    Box { atX: 34; atY: 69; wide: 12; high: 4; corner: 1; color: Theme.hollow }
    Box { atX: 54; atY: 69; wide: 12; high: 4; corner: 1; color: Theme.hollow }
}
