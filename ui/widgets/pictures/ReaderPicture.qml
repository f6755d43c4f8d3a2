import QtQuick
import "../../theme"

// The card reader from above. `stage`: "put" (lay the card down), "stay" (leave it), "take" (take it off).
Drawing {
    id: reader

    property string stage: "stay"
    readonly property bool moving: stage !== "stay"
    property real lift: moving ? 1 : 0
    property real glow: 1
    columns: 114
    rows: moving ? 112 : 84

    // the reader with its lit frame
    Box {
        id: slab
        atX: 2; atY: reader.moving ? 38 : 6; wide: 110; high: 72; corner: 9
        color: Theme.hollow
        Box {
            atX: 4; atY: 4; wide: 102; high: 64; corner: 7; color: "#262c40"
            line: 2.2 + 1.6 * reader.glow; border.color: "#7ab2ff"
        }
    }
    Item {
        readonly property real u: parent.u
        x: 14 * u
        y: slab.y + (9 - 44 * reader.lift) * u
        width: 86 * u
        height: 54 * u

        CardPicture { anchors.fill: parent }
    }
    Arrow {
        atX: 47
        atY: 68
        visible: reader.moving
        size: 1.3
        rotation: reader.stage === "take" ? 180 : 0
        fill: reader.stage === "take" ? Theme.alert : Theme.primary
    }

    SequentialAnimation on lift {
        running: Theme.motion && reader.stage === "put"
        loops: Animation.Infinite
        PauseAnimation { duration: 700 }
        NumberAnimation { to: 0.35; duration: 1100; easing.type: Easing.InOutQuad }
        PauseAnimation { duration: 500 }
        NumberAnimation { to: 1; duration: 500; easing.type: Easing.InOutQuad }
    }
    SequentialAnimation on lift {
        running: Theme.motion && reader.stage === "take"
        loops: Animation.Infinite
        NumberAnimation { from: 0.6; to: 1; duration: 700; easing.type: Easing.OutQuad }
        PauseAnimation { duration: 500 }
    }
    SequentialAnimation on glow {
        running: Theme.motion && !reader.moving
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: 900; easing.type: Easing.InOutSine }
        NumberAnimation { from: 1; to: 0; duration: 900; easing.type: Easing.InOutSine }
    }
}
