import QtQuick
import "../../theme"

// Coins going into their slot.
Drawing {
    id: coins
    property real drop: 0.35
    property string worth: "100" // the coin that goes in: one that is taken now
    columns: 100
    rows: 76

    component Coin: Box {
        id: coin
        property string worth: ""
        property color metal: Theme.coinSilver
        high: wide
        corner: wide / 2
        color: metal
        line: 1
        border.color: Theme.metalDeep
        Box {
            atX: 1.6; atY: 1.6; wide: coin.wide - 3.2; high: wide; corner: wide / 2
            color: "transparent"; line: 0.6; border.color: Theme.metalDeep
        }
        Text {
            anchors.centerIn: parent
            text: coin.worth
            font.family: Theme.family
            font.bold: true
            font.pixelSize: Math.max(1, coin.wide * 0.34 * coin.u)
            color: Theme.ink
            Accessible.ignored: true
        }
    }

    Coin { atX: 35; atY: 2 + 34 * coins.drop; wide: 30; metal: worth === "500" ? Theme.coinGold : worth === "10" ? Theme.coinCopper : Theme.coinSilver; worth: coins.worth }
    Box { atX: 14; atY: 40; wide: 72; high: 32; corner: 5; color: Theme.metal; line: 1; border.color: Theme.metalDeep }
    Box { atX: 30; atY: 40; wide: 40; high: 6; corner: 3; color: Theme.hollow }
    Box { atX: 22; atY: 56; wide: 56; high: 8; corner: 4; color: Theme.metalDark }

    SequentialAnimation on drop {
        running: Theme.motion
        loops: Animation.Infinite
        NumberAnimation { from: 0; to: 1; duration: 1300; easing.type: Easing.InQuad }
        PauseAnimation { duration: 500 }
    }
}
