import QtQuick
import "../../theme"

// A sheet is looked at line by line.
Drawing {
    id: check
    property real line: 0.5
    columns: 100
    rows: 92
    Sheet { atX: 20; atY: 4 }
    Box {
        atX: 10; atY: 8 + 68 * check.line; wide: 80; high: 4; corner: 2; color: Theme.good
    }
    Box { atX: 66; atY: 56; wide: 30; high: 30; corner: 15; color: Theme.good; line: 2; border.color: Theme.surface }
    Outline { path: "M74 71 L79.5 76.5 L89 66"; stroke: Theme.surface; line: 4 }

    SequentialAnimation on line {
        running: Theme.motion
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: 1800; easing.type: Easing.InOutSine }
        NumberAnimation { from: 1; to: 0; duration: 1800; easing.type: Easing.InOutSine }
    }
}
