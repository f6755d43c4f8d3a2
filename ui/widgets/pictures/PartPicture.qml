import QtQuick
import "../../theme"

Drawing {
    columns: 100
    rows: 70
    Person { atX: 8; atY: 8; size: 1.4 }
    Person { atX: 57; atY: 8; size: 1.4; fill: Theme.metalDark }
    Person { atX: 39; atY: 30; size: 0.9; fill: "#3a6df0" }
}
