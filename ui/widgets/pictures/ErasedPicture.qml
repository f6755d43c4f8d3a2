import QtQuick
import "../../theme"

// A shield with a tick: nothing stays behind.
Drawing {
    columns: 100
    rows: 80
    Outline { path: "M50 4 L80 14 V38 Q80 64 50 76 Q20 64 20 38 V14 Z"; fill: Theme.good }
    Outline { path: "M35 39 L46 50 L66 28"; stroke: Theme.surface; line: 8 }
}
